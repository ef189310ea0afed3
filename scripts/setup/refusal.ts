/** A failure that a person can act on: it is printed as its one sentence, without a stack. */
export class Refusal extends Error {
  override name = "Refusal";
}
