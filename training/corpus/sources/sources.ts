import { books } from './books.js';
import { clinc } from './clinc.js';
import { movies } from './movies.js';
import { snips } from './snips.js';
import { songs } from './songs.js';
import type { Source } from './source.js';

/** Every public source that figures of the project stand on. */
export const SOURCES: readonly Source[] = [snips, clinc, books, movies, songs];
