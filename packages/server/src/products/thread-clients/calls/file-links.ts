// Where clients upload and download files: addresses they reach over HTTP, beside Twilsock.
import { mediaLinks } from '#media/media.ts';
import type { MediaLinks } from '../actions/actions.ts';

const NAMED_HOST = /^(https?:\/\/)tsock\./;
const PREFIX = '/mcs/';

/**
 * The links for a client that reached the server under `origin`. Where the name of the host says which product is
 * meant, the store of files has a name of its own; else it is told from its path.
 */
export function fileLinks(origin: string, serviceSid: string): MediaLinks {
  if (!NAMED_HOST.test(origin)) return mediaLinks(origin, serviceSid);
  const named = origin.replace(NAMED_HOST, '$1mcs.');
  const { media_service, media_set_service } = mediaLinks(named, serviceSid);
  return {
    media_service: media_service.replace(PREFIX, '/'),
    media_set_service: media_set_service.replace(PREFIX, '/'),
  };
}
