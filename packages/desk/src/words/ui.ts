// What the parts of every page say.
export const words = {
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  remove: 'Remove',
  retry: 'Try again',
  loading: 'Loading',
  more: 'Show more',
  search: 'Search',
  copy: 'Copy',
  copied: 'Copied',
  show: (label: string) => `Show ${label.toLowerCase()}`,
  hide: (label: string) => `Hide ${label.toLowerCase()}`,
  notices: 'Notices',
  dismiss: 'Dismiss',
  failed: 'That did not work',
  offline: 'The server cannot be reached. Check the connection and try again.',
} as const;
