// What products contribute to Twilsock: routes for the HTTP requests that clients send through their WebSocket.
import type { RawInput } from '#http/form-body.ts';
import type { TwilsockSession } from '../session.ts';

/** A request a client tunnels, decoded. */
export interface TunnelCall {
  /** The connection it came through, and so on whose behalf it is made. */
  readonly session: TwilsockSession;
  /** Which of its products the client speaks for: `ip_messaging`, `data_sync`, `flex`. Empty when it does not say. */
  readonly grant: string;
  /** The values of `{Names}` in the path of the route, URL-decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters, URL-decoded; an empty value is null, a repeated name a list. */
  readonly query: RawInput;
  /** The body: a JSON object or a form, as its content type says. Empty when there is none. */
  readonly body: RawInput;
  /** Headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Version the client wants to change, from `If-Match`; null when any will do. */
  readonly ifMatch: string | null;
  /** What absolute URLs in the answer start with, so that the client's next requests lead here again. */
  readonly base: string;
  /** Milliseconds since the epoch, on the injected clock. */
  readonly now: number;
}

/** The answer to a tunnelled request. */
export interface TunnelAnswer {
  readonly status: number;
  /** Sent as JSON; an answer without one has no body. */
  readonly body?: unknown;
}

/** A request products answer through Twilsock. Only the path counts: clients name hosts that lead nowhere else. */
export interface TunnelRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/v3/Documents/{Id}`: a name in braces stands for one segment. */
  readonly path: string;
  /** What it throws is the refusal: an ApiError as it is, anything else as a failure of the server. */
  readonly handle: (call: TunnelCall) => Promise<TunnelAnswer>;
}
