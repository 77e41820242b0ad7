/** What a program without pages needs to speak to people: texts by language, dates and numbers. */
export { type Catalogue, catalogueOf, filled, type Say } from './catalogue.ts'
export { labelled, listed, listedPhrases, numberIn, onDay, when, yuanOf } from './format.ts'
