/**
 * Twins of one person that wait and are shown to the staff. More are taken in like any other and folded: they stand in no
 * queue, and end by themselves once their review is due. To refuse them would say that there are others.
 */
export const shownTwins = 3

/** Twins that one application is told of. Whether it goes forward or waits makes no difference, so that this tells nothing. */
export const mostTold = 3

/** Whether a twin of that turn is folded. */
export const isFolded = (turn: number): boolean => turn > shownTwins
