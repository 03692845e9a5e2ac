// How deeply a JSON text is nested: what is nested too deeply can be read, but not be written again.

/** Deeper than any document people write, far below where writing it exhausts the stack. */
const DEEPEST = 256;

/** Whether objects and arrays of the text lie more than 256 deep in each other. The text need not be valid. */
export function isNestedTooDeep(text: string): boolean {
  if (text.length <= DEEPEST) return false;
  let depth = 0;
  let isInString = false;
  for (let position = 0; position < text.length; position += 1) {
    const character = text[position];
    if (isInString) {
      if (character === '\\') position += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
}
