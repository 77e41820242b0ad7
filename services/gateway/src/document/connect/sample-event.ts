import { publicKeyOf, signWebhook } from '@jiekun/worker'
import { exampleNotice } from '../webhook-examples.ts'

/** Keys for trying out, known to everybody: nothing else is signed with them. */
const sampleSecret = `whsec_${btoa('jiekun sample, for trying out 01')}`
const samplePrivateKey = `whsk_${btoa('jiekun sample, for trying out 02')}`

/** A notice with its headers, signed by keys that anybody may know, so that an engineer can check their own code by it. */
export async function sampleEvent() {
  const notice = exampleNotice('referral.created')
  const body = JSON.stringify(notice)
  const headers = await signWebhook([sampleSecret, samplePrivateKey], 'msg_sample', new Date(notice.timestamp), body)
  return { body, headers: { ...headers }, secret: sampleSecret, publicKey: await publicKeyOf(samplePrivateKey) }
}
