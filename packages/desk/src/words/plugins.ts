// What the desk says about plugins.
export const words = {
  failed: (name: string) => `The plugin ${name} did not start.`,
} as const;
