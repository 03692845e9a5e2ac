// The words by which customers are found: those of their names and addresses, and phone numbers in both spellings.
import { nationalFormat } from '#kernel/phone.ts';
import { wordsOf } from '#kernel/words.ts';

/** Words of a name or address that are looked at. */
const MOST_WORDS = 24;
/** What people type of a phone number. */
const NUMBER = /^[\d\s()+./-]+$/;

/** A phone number's digits, with and without the code of its country. */
function digitsOf(address: string): string[] {
  if (!address.startsWith('+')) return [];
  const national = nationalFormat(address).replace(/\D/g, '').replace(/^0+/, '');
  return [address.slice(1), national];
}

/** The words of a customer. */
export function customerWords(address: string, name: string | null): string[] {
  const words = [...wordsOf(address), ...wordsOf(name ?? '')].slice(0, MOST_WORDS);
  return [...new Set([...digitsOf(address), ...words])].filter((word) => word !== '');
}

/** The beginnings of words somebody looks for; all must be there. */
export function soughtBeginnings(query: string): string[] {
  if (NUMBER.test(query.trim())) {
    const digits = query.replace(/\D/g, '').replace(/^0+/, '');
    return digits === '' ? [] : [digits];
  }
  return wordsOf(query).slice(0, 8);
}
