const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it can be the id of a row: PostgreSQL fails a query that compares a uuid with anything else. */
export const isUuid = (id: string): boolean => UUID.test(id);
