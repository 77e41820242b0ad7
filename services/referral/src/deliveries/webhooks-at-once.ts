/** Webhooks that one worker sends at a time: it has six connections. */
export const webhooksAtOnce = 6
