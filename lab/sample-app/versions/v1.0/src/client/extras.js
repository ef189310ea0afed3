/** Room for features that change how the message about the last sum is shown. */
export function mountExtras() {
  return { styleMessage: (text) => text };
}
