// The one place where a failure becomes an answer: `{code, message, more_info, status}`.
import type { FastifyError } from 'fastify';
import { NoResultError } from 'kysely';
import { ApiError, apiError, moreInfo } from '#kernel/errors.ts';

/** The JSON of a refused request. */
export interface ErrorBody {
  readonly code: number;
  readonly message: string;
  readonly more_info: string;
  readonly status: number;
  readonly details?: Record<string, unknown>;
}

/** The answer to a refusal. */
export function errorBody(error: ApiError): ErrorBody {
  return {
    code: error.code,
    message: error.message,
    more_info: moreInfo(error.code),
    status: error.status,
    ...(error.details === undefined ? {} : { details: error.details }),
  };
}

/** PostgreSQL's class 22: a value it cannot hold, which only a caller can have sent. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/** What the web server itself refuses, by its status, in the catalogue's words. */
function refusalByStatus(status: number): ApiError | null {
  if (status === 413) return apiError(20413);
  if (status === 415) return apiError(20415);
  if (status === 408) return apiError(20408);
  if (status === 503) return apiError(20503);
  if (status >= 400 && status < 500) return apiError(20001, 'The request is not well formed');
  return null;
}

/** The refusal an error stands for, or null when it is a defect of the server. */
export function refusalOf(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (DATA_EXCEPTION.test(String((error as { code?: unknown } | null)?.code))) {
    return apiError(20001, 'A value cannot be stored');
  }
  // Rows are changed by SIDs that were just looked up: only another request can have removed one meanwhile.
  if (error instanceof NoResultError) return apiError(20404, 'Another request removed the resource');
  const status = (error as FastifyError | null)?.statusCode;
  return status === undefined ? null : refusalByStatus(status);
}
