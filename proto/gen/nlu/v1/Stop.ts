// Original file: proto/nlu/v1/feedback.proto


/**
 * The user stopped it, by voice or by hand.
 */
export interface Stop {
}

/**
 * The user stopped it, by voice or by hand.
 */
export interface Stop__Output {
}
