// Why an outbound conversation could not be started, with the HTTP status its caller should see.

/** A failed start. Nothing that was made for it remains. */
export class OutboundError extends Error {
  readonly status: number;
  readonly code: number | undefined;

  constructor(status: number, message: string, code?: number) {
    super(message);
    this.name = 'OutboundError';
    this.status = status;
    this.code = code;
  }
}

/** What the SDK throws for a refused request; connection failures have no status. */
interface SdkError {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** The failure in the terms of this package. A server that cannot be reached is a bad gateway to our caller. */
export function outboundError(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const { status, code, message } = (error ?? {}) as SdkError;
  return new OutboundError(
    typeof status === 'number' ? status : 502,
    typeof message === 'string' ? message : String(error),
    typeof code === 'number' ? code : undefined,
  );
}

/** Whether the SDK refused because the thing is not there. */
export function isNotFound(error: unknown): boolean {
  return (error as SdkError | null)?.status === 404;
}
