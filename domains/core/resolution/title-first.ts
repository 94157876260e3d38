/** The slots in their order, but the first of the title's slots that is there in front: it names the work. */
export function titleFirst<Slot extends { readonly name: string }>(
  slots: readonly Slot[],
  titleSlots: readonly string[] = [],
): readonly Slot[] {
  for (const title of titleSlots) {
    const place = slots.findIndex(({ name }) => name === title);
    if (place >= 0) return [slots[place], ...slots.slice(0, place), ...slots.slice(place + 1)];
  }
  return slots;
}

/** The slots of an intent that name the work; none for an intent that has none, whatever it is called ("constructor"). */
export function titleSlotsOf(
  titleSlots: Readonly<Record<string, readonly string[]>>,
  intent: string,
): readonly string[] {
  return Object.hasOwn(titleSlots, intent) ? titleSlots[intent] : [];
}
