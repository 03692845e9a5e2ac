// Attribute documents: JSON that travels as a string and is stored as it was sent.
import { isNestedTooDeep } from './json-depth.ts';

/** Why a text is no usable attribute document. */
export type AttributesProblem = 'not-json' | 'not-an-object' | 'too-long';

/** A JSON object held in memory. */
export type AttributeDocument = Record<string, unknown>;

function isDocument(value: unknown): value is AttributeDocument {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is wrong with the text as an attribute document of at most `limit` characters, or null. */
export function attributesProblem(text: string, limit: number): AttributesProblem | null {
  if (text.length > limit) return 'too-long';
  // Such a document could be stored, but not be changed any more.
  if (isNestedTooDeep(text)) return 'not-json';
  try {
    return isDocument(JSON.parse(text)) ? null : 'not-an-object';
  } catch {
    return 'not-json';
  }
}

/** The document in a stored attribute text; anything else reads as the empty document. */
export function readAttributes(text: string | null | undefined): AttributeDocument {
  if (!text) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isDocument(value) ? value : {};
  } catch {
    return {};
  }
}
