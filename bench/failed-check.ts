// What makes a run worthless: a wrong answer, a lost message, a gap.

/** A check of the run did not hold; its numbers must not be used. */
export class FailedCheck extends Error {}
