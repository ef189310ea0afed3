/** A sentence on what does not answer, where the console itself tries again and a person has nothing to do. */
export const withoutAdvice = (message: string): string =>
  message.replace(/; try again in a moment\.$/, ".");
