import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CUSTOM_DETAIL_TYPE, CUSTOM_SOURCE } from '../../core/deploy/sources/custom.ts';

/** On the default bus, as `docs/deploys.md` describes it. @returns the id of the event */
export const putDeployEvent = async (client: EventBridgeClient, detail: object): Promise<string> => {
  const entry = { Source: `${CUSTOM_SOURCE}tocsin`, DetailType: CUSTOM_DETAIL_TYPE, Detail: JSON.stringify(detail) };
  const { Entries: [put] = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  // An entry that is refused is no error of the call.
  if (put?.EventId !== undefined) return put.EventId;
  throw Object.assign(new Error(put?.ErrorMessage ?? 'the event was not taken'), { name: put?.ErrorCode ?? 'Error' });
};
