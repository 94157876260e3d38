/** The most utterances of one request: a page sends many such requests, so that each is short. */
export const MOST_AT_ONCE = 50;
