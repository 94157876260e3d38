import type { Slot__Output } from '../../../proto/gen/nlu/v1/Slot.js';

/** A text with its slots marked. Offsets of slots count code points. */
export function MarkedText({ text, slots }: { text: string; slots: readonly Slot__Output[] }) {
  const letters = [...text];
  const placed = slots
    .filter(({ start, end }) => end > start && end <= letters.length)
    .toSorted((one, other) => one.start - other.start);
  const pieces = [];
  let from = 0;
  for (const { name, start, end } of placed) {
    if (start < from) continue;
    pieces.push(letters.slice(from, start).join(''));
    pieces.push(
      <mark key={start}>
        {letters.slice(start, end).join('')} <small>{name}</small>
      </mark>,
    );
    from = end;
  }
  return (
    <p class="said">
      {pieces}
      {letters.slice(from).join('')}
    </p>
  );
}
