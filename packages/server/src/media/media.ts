// Attachments of messages: uploading, keeping, attaching and downloading files. The front file: what others may call.
export { claimMedia, MEDIA_PER_MESSAGE, mediaOf, type WantedMedia, wantedMedia } from './attach-media.ts';
export { expectMedia } from './inbound/expect-media.ts';
export { mediaLinks } from './links.ts';
export { messageMedia } from './message-media.ts';
export type { OpenedFile, PhoneFiles } from './phone-files.ts';
export { createMedia, type Media } from './product.ts';
export { currentMedia, removeMediaOf } from './remove-media.ts';
