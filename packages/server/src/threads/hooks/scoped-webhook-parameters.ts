// What is configured of a webhook of one thread, as both faces send it.
import { z } from 'zod';
import { int, list, text } from '#http/parameters.ts';
import type { ScopedConfiguration } from './scoped-webhook-rules.ts';

/** Longer than anything that can be configured, so that the rules of the core refuse in Twilio's codes. */
export const hookWord = () => text(4_096).nullish();

/** The parameters both faces have. */
export const hookConfiguration = {
  'Configuration.Url': hookWord(),
  'Configuration.Method': hookWord(),
  'Configuration.Filters': list(text(4_096)).nullish(),
  'Configuration.Triggers': list(text(4_096)).nullish(),
  'Configuration.FlowSid': hookWord(),
};

/** What only Programmable Chat has; any number, so that the core refuses it in its own code. */
export const hookRetries = { 'Configuration.RetryCount': int(Number.MIN_SAFE_INTEGER).nullish() };

const all = z.object({ ...hookConfiguration, ...hookRetries });
type Given = Omit<z.output<typeof all>, keyof typeof hookRetries> & Partial<z.output<typeof all>>;

/** The configuration the parameters say; what was not sent stays undefined. */
export function hookConfigurationFrom(input: Given): ScopedConfiguration {
  return {
    url: input['Configuration.Url'],
    method: input['Configuration.Method'],
    filters: input['Configuration.Filters'],
    triggers: input['Configuration.Triggers'],
    flowSid: input['Configuration.FlowSid'],
    retryCount: input['Configuration.RetryCount'],
  };
}
