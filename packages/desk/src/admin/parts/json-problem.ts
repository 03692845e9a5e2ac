// Where JSON is wrong: in the line a person sees.

/** A mistake in JSON, with its place counted from 1. */
interface JsonProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Engines say the place as an offset, or that the text ends too early. */
function offsetIn(message: string, text: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? text.trimEnd().length : Number(position);
}

/** What is wrong with a text that is to be a JSON object; null when nothing is. */
export function jsonProblem(text: string): JsonProblem | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const reason = message
      .replace(/( in JSON)? at position.*$/s, '')
      .replace(/, ".*" is not valid JSON$/s, '');
    return { message: reason, ...placeOf(text, offsetIn(message, text)) };
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? null : { message: 'It is not an object: { … }', line: 1, column: 1 };
}

/** JSON with a line for each entry; what is none stays as it is. */
export function tidyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
