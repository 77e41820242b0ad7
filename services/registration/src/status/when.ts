export { onDay, when } from '@jiekun/pages'
