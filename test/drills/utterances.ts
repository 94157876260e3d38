/** Requests of every domain, of none, and with text that is not everyday's. */
export const utterances: readonly string[] = [
  'play some jazz by miles davis',
  'add this song to my road trip playlist',
  'rate this novel five stars',
  'find the novel dune',
  'find the movie schedule for the nearest cinema',
  'show me the trailer of the godfather',
  'what will the weather be like tomorrow in oslo',
  'book a table for two at an italian place',
  'play the latest album by björk',
  'rate the current textbook 4 out of 6',
  'is blade runner playing at amc theatres',
  'שלום עולם 🎻',
];
