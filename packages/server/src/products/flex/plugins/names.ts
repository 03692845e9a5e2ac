// What refusals of the plugin service have in common.
import { type ApiError, apiError } from '#kernel/errors.ts';

/** 409 for what exists already or is in use; the sentence says which. */
export function inTheWay(sentence: string): ApiError {
  return apiError(20409, sentence);
}
