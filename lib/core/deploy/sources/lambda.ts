import { fieldsOf, type JsonObject, textOf } from '../../json-value.ts';
import { shownValue } from '../../safe-text.ts';
import { type DeployEvent, ignored, malformed, namesOf, type ParsedDeployEvent, wordOf } from '../told-deploy.ts';

/** With the version of the API behind it: `UpdateFunctionCode20150331v2`. A version that is published runs nowhere yet. */
const CALL = /^(UpdateFunctionCode|UpdateAlias)(?:\d{8}(?:v\d+)?)?$/u;

/** Name, ARN or a part of one, with a version or alias behind it. */
const FUNCTION = /^(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d{12}:)?(?:function:)?([\w-]{1,64})(?::[\w$-]{1,128})?$/u;

const SHOWN_OF_HASH = 12;

/** A version where one was published with the code, else the beginning of the code's hash. */
const codeRevision = ({ version, codeSha256 }: JsonObject): string | undefined =>
  version === '$LATEST' ? textOf(codeSha256)?.slice(0, SHOWN_OF_HASH) : textOf(version);

/** Why nothing was deployed by a call. */
const nothingIn = (detail: JsonObject): string | undefined => {
  if (textOf(detail['errorCode']) !== undefined) return `the call failed: ${shownValue(detail['errorCode'])}`;
  return fieldsOf(detail['requestParameters'])['dryRun'] === true ? 'the call was a dry run' : undefined;
};

interface Brought {
  readonly revision: unknown;
  /** In front of the function. */
  readonly what: string;
}

/** A new version behind an alias, or new code. */
const broughtBy = (call: string, asked: JsonObject, answered: JsonObject): Brought => {
  if (call !== 'UpdateAlias') return { what: '', revision: codeRevision(answered) };
  const alias = textOf(asked['name']);
  return {
    what: alias === undefined ? '' : `alias ${alias} of `,
    revision: asked['functionVersion'] ?? answered['functionVersion'],
  };
};

const toldBy = (call: string, { event, detail, at }: DeployEvent): ParsedDeployEvent => {
  const asked = fieldsOf(detail['requestParameters']);
  const name = FUNCTION.exec(textOf(asked['functionName']) ?? '')?.[1];
  const id = textOf(detail['eventID']) ?? textOf(event['id']);
  if (name === undefined || id === undefined) {
    return malformed(
      `detail has functionName ${shownValue(asked['functionName'])} and eventID ${shownValue(detail['eventID'])}, expected both`,
    );
  }
  const { what, revision } = broughtBy(call, asked, fieldsOf(detail['responseElements']));
  const actor = fieldsOf(detail['userIdentity'])['arn'];
  const said = {
    id,
    system: 'lambda',
    status: 'SUCCEEDED',
    subject: `${what}function ${name}`,
    revision,
    actor,
  } as const;
  return { outcome: 'told', told: { word: wordOf(at, said), names: namesOf({ function: name }), services: [] } };
};

/**
 * A call that CloudTrail tells of, once it was carried out: Lambda has no events of its own. New code is there at once,
 * so there is one word.
 * https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
export const lambdaDeploy = (received: DeployEvent): ParsedDeployEvent => {
  const { detail } = received;
  const [, call] = CALL.exec(textOf(detail['eventName']) ?? '') ?? [];
  if (call === undefined) return ignored(`eventName is ${shownValue(detail['eventName'])}: it brings no new code`);
  const nothing = nothingIn(detail);
  return nothing === undefined ? toldBy(call, received) : ignored(nothing);
};
