import { invalidField } from '../errors.js';

/** A character that a person may have said or typed: no control, format, separator or replacement character. */
const visibleCharacter = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\ufffd]/u;

/**
 * Checks an utterance. Emoji, any script and stray control characters between words are allowed. U+FFFD, which a broken
 * encoding leaves behind, is allowed only beside visible characters.
 * @param maxBytes longest utterance, in bytes of UTF-8
 * @returns the utterance, unchanged, since slot offsets count in the text as it was sent
 * @throws NluError INVALID_ARGUMENT naming `utterance`
 */
export function checkUtterance(utterance: string, maxBytes: number): string {
  const bytes = Buffer.byteLength(utterance);
  if (bytes > maxBytes) throw invalidField('utterance', `is ${bytes} bytes of UTF-8; at most ${maxBytes} are allowed`);
  if (utterance === '') throw invalidField('utterance', 'is empty; send what the user said');
  if (/\p{Cs}/u.test(utterance)) throw invalidField('utterance', 'holds a lone surrogate; send well-formed Unicode');
  if (!visibleCharacter.test(utterance))
    throw invalidField('utterance', 'has no visible character; send what the user said');
  return utterance;
}

/** Length in Unicode code points, the unit of slot offsets. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
