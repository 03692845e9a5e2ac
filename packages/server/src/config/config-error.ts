// What is thrown when the server cannot be started as it was told to.

/** A setting that cannot be used; the message lists all of them. */
export class ConfigError extends Error {}
