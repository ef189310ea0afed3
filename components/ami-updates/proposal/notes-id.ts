/** Of the panel with the release notes: where citations lead. */
export const NOTES_ID = "notes";
