import { invalidField } from '../errors.js';

/** A character that a person may have said or typed: no control, format, separator or replacement character. */
const visibleCharacter = /[^\p{Cc}\p{Cf}\p{Cs}\p{Z}\ufffd]/u;

/**
 * Checks an utterance, or another text that a user may have said. Emoji, any script and stray control characters between words are allowed. U+FFFD, which a broken
 * encoding leaves behind, is allowed only beside visible characters.
 * @param maxBytes longest utterance, in bytes of UTF-8
 * @param field what the text is called in the request
 * @returns the utterance, unchanged, since slot offsets count in the text as it was sent
 * @throws NluError INVALID_ARGUMENT naming the field
 */
export function checkUtterance(utterance: string, maxBytes: number, field = 'utterance'): string {
  const bytes = Buffer.byteLength(utterance);
  if (bytes > maxBytes) throw invalidField(field, `is ${bytes} bytes of UTF-8; at most ${maxBytes} are allowed`);
  if (utterance === '') throw invalidField(field, 'is empty; send what the user said');
  if (/\p{Cs}/u.test(utterance)) throw invalidField(field, 'holds a lone surrogate; send well-formed Unicode');
  if (!visibleCharacter.test(utterance)) throw invalidField(field, 'has no visible character; send what the user said');
  return utterance;
}

/** Length in Unicode code points, the unit of slot offsets. */
export function codePointLength(text: string): number {
  let length = 0;
  for (const _ of text) length++;
  return length;
}
