// The error every refused request ends in, carrying Twilio's code, message and HTTP status.
import { CATALOGUE, type ErrorCode } from './error-catalogue.ts';

/** Structured facts for programs, beside the sentence for people. */
export type ErrorDetails = Record<string, unknown>;

/** A request that is refused for a reason its sender can act on. It never means a defect of the server. */
export class ApiError extends Error {
  readonly code: number;
  readonly status: number;
  readonly details: ErrorDetails | undefined;

  constructor(code: number, status: number, message: string, details?: ErrorDetails) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Where Twilio's documentation explains a code. */
export function moreInfo(code: number): string {
  return `https://www.twilio.com/docs/errors/${code}`;
}

/**
 * The refusal for a catalogued code. `explanation` replaces the catalogue's sentence where the case can be
 * told more precisely.
 */
export function apiError(code: ErrorCode, explanation?: string, details?: ErrorDetails): ApiError {
  const entry = CATALOGUE[code];
  return new ApiError(Number(code), entry.status, explanation ?? entry.message, details);
}

/** 404/20404 for a path that names nothing in the caller's account: unknown and foreign look the same. */
export function notFound(resource: string): ApiError {
  return apiError(20404, `The requested resource ${resource} was not found`);
}

/** 400/20001 for a parameter with an unusable value. */
export function invalidParameter(name: string, reason: string): ApiError {
  return apiError(20001, `Invalid value for parameter ${name}: ${reason}`, { parameter: name });
}

/** 400/20001 for a required parameter that was not sent. */
export function missingParameter(name: string): ApiError {
  return apiError(20001, `Missing required parameter ${name} in the post body`, { parameter: name });
}
