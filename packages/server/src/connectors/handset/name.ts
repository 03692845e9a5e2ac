// What this connector is called.

/** Name of the simulated phone network on the messages it carries. */
export const HANDSET = 'handset';
