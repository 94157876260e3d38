/** Largest message that a server or a client of ours takes or sends, in bytes: far above any valid request. */
export const maxMessageBytes = 1024 * 1024;
