import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashText } from '../../../../domains/core/numeric/hash.js';
import { shapeFingerprint } from '../../../../domains/core/recognizer/word-shape.js';

it.each([
  ['play', 'x'],
  ['R2D2', 'x9x9'],
  ['top-rated', 'x-x'],
  ['02:22', '99:99'],
  ['1234567', '99999'],
  ['étude', 'x'],
  ['e\u0301tude', 'x'],
  ['été١٢٣٤٥٦', 'x99999'],
  ['', ''],
])('%s looks like %s', (word, shape) => expect(shapeFingerprint(word)).toBe(hashText(shape)));

it('is the same for plain letters and digits and those of other scripts', () => {
  const unit = fc.constantFrom('a', 'Z', '0', '9', '-', '.', ' ', '@', '[', '`', '{', '/', ':');
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
      const foreign = units.map((one) => one.replace('a', 'я').replace('Z', '\u{10400}').replace('9', '٩'));
      expect(shapeFingerprint(units.join(''))).toBe(shapeFingerprint(`${foreign.join('')}`));
    }),
  );
});
