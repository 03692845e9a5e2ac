// The look before sending in words: one line for each question, and what can be done where something stands in the way.

import { moment } from '#desk/words/moments.ts';
import { words as all } from '#desk/words/outbound.ts';
import { countryName, countryOf, formatNumber } from '../phone.ts';
import type { Check } from './check.ts';

const words = all.check;

/** A line of the list. */
export interface Finding {
  readonly check: string;
  readonly tone: 'good' | 'warn' | 'bad';
  readonly text: string;
  readonly advice?: string;
  /** A step that helps: another sender, a template instead of free words. */
  readonly help?: 'sender' | 'template';
}

type Details = Check['details'];

const text = (details: Details, name: string) => {
  const value = details[name];
  return typeof value === 'string' ? value : null;
};
const count = (details: Details, name: string) => {
  const value = details[name];
  return typeof value === 'number' ? value : 0;
};

function aboutRecipient({ verdict, code, details, message }: Check): Omit<Finding, 'check' | 'tone'> {
  if (verdict === 'pass') {
    const country = countryOf(text(details, 'to') ?? '');
    return { text: words.to.pass, ...(country === null ? {} : { advice: countryName(country) }) };
  }
  if (code === 21614) return { text: words.to.landline };
  return { text: code === 21211 ? words.to.invalid : code === 21910 ? words.to.channel : message };
}

function aboutSender({ verdict, details, message }: Check): Omit<Finding, 'check' | 'tone'> {
  if (verdict === 'pass') return { text: words.from.pass(formatNumber(text(details, 'from') ?? '')) };
  if (details['parameter'] === 'SenderPolicy') {
    return { text: words.from.never, advice: words.from.neverAdvice, help: 'sender' };
  }
  return { text: words.from.cannot, advice: message, help: 'sender' };
}

function aboutWindow({ verdict, code, details, message }: Check): Omit<Finding, 'check' | 'tone'> | null {
  if (verdict === 'pass') {
    if (details['counted'] !== true) return null;
    const closes = text(details, 'closes');
    return { text: closes === null ? words.window.template : words.window.open(moment(closes)) };
  }
  if (code === 63016) {
    return { text: words.window.closed, advice: words.window.closedAdvice, help: 'template' };
  }
  return { text: words.window.unapproved, advice: message };
}

function aboutParts({ verdict, details }: Check): Omit<Finding, 'check' | 'tone'> {
  const parts = count(details, 'segments');
  const line = parts <= 1 ? words.segments.one : words.segments.some(parts);
  return { text: line, ...(verdict === 'pass' ? {} : { advice: words.segments.many }) };
}

/** `isParted`: the channel sends long texts in parts, and there is a text. */
function sentence(check: Check, isParted: boolean): Omit<Finding, 'check' | 'tone'> | null {
  const { verdict, details, message, code } = check;
  const isPassed = verdict === 'pass';
  switch (check.check) {
    case 'to':
      return aboutRecipient(check);
    case 'from':
      return aboutSender(check);
    case 'opt-out': {
      if (isPassed) return { text: words.optOut.pass };
      const from = formatNumber(text(details, 'from') ?? '');
      return { text: words.optOut.refuse(from), advice: words.optOut.advice, help: 'sender' };
    }
    case 'words':
      // That nothing is written yet is plain to see; the button says it.
      if (isPassed || code === 21602) return null;
      return { text: words.words.long(count(details, 'length'), count(details, 'limit')) };
    case 'template':
      return isPassed ? { text: words.template.pass } : { text: words.template.refuse, advice: message };
    case 'segments':
      return isParted ? aboutParts(check) : null;
    case 'window':
      return aboutWindow(check);
    case 'quiet-hours': {
      if (isPassed) return { text: words.quiet.pass };
      return {
        text: words.quiet.refuse(moment(text(details, 'until') ?? Date.now())),
        advice: words.quiet.advice,
      };
    }
    case 'daily-cap': {
      if (isPassed) return null;
      const until = text(details, 'until');
      return {
        text: words.cap.refuse,
        ...(until === null ? {} : { advice: words.cap.advice(moment(until)) }),
      };
    }
    case 'open-conversation':
      // An open one has a part of the page of its own.
      return isPassed ? { text: words.open.pass } : null;
    default:
      return isPassed ? null : { text: message };
  }
}

const TONES = { pass: 'good', warn: 'warn', refuse: 'bad' } as const;
const RANKS = { bad: 0, warn: 1, good: 2 } as const;

/** The lines, what stands in the way first. */
export function findingsOf(checks: readonly Check[]): readonly Finding[] {
  const channel = checks.find(({ check }) => check === 'to')?.details['channel'];
  const characters = checks.find(({ check }) => check === 'segments')?.details['characters'];
  const isParted = channel === 'sms' && typeof characters === 'number' && characters > 0;
  return checks
    .flatMap((check) => {
      const said = sentence(check, isParted);
      return said === null ? [] : [{ check: check.check, tone: TONES[check.verdict], ...said }];
    })
    .toSorted((one, other) => RANKS[one.tone] - RANKS[other.tone]);
}

/** The questions that stand in the way; that nothing is written yet does not count. */
export function refusalsOf(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ verdict, code }) => verdict === 'refuse' && code !== 21602);
}
