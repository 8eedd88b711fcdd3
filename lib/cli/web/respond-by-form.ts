import { type Incident, isOpen } from '../../core/incident/incident.ts';
import { peopleIn, refusalOf } from '../../core/response/refusal.ts';
import { shownValue } from '../../core/safe-text.ts';
import { respond, type Responded } from '../../pipeline/respond.ts';
import { keptOf } from '../../screens/kept.ts';
import { outcomeQuery } from '../../screens/outcome.ts';
import {
  askedOf,
  type FormFields,
  formFields,
  type FormResponse,
  invalidWords,
  readForm,
  refusedWords,
} from '../../screens/read-form.ts';
import { seeOtherAt, troubleReply } from './replies.ts';
import { pipelineOn } from './served-folder.ts';
import { lookAt, type Looking } from './show-incident.ts';

const OLD_FORM =
  'Nothing was recorded: this form is not one that this server gave out; it may be of before it was started again. What you typed is still here: press once more.';

const STATUS = { invalid: 400, absent: 404, conflict: 409 } as const;

/** Without a tocsin.yaml nobody says who there is: at least it is a name that one may hold. */
const isName = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);

const refuse = (
  looking: Looking,
  incident: Incident,
  { status, words, fields }: { readonly status: number; readonly words: string; readonly fields: FormFields },
): Promise<Response> =>
  lookAt(looking, incident, { status, outcome: { isRefused: true, words }, kept: keptOf(fields) });

/** Why a form is not carried out; the response that it asks for, where it is. */
type ReadForm = FormResponse | { readonly status: number; readonly words: string };

const wanted = ({ nonces }: Looking, fields: FormFields): ReadForm => {
  const given = readForm(fields, undefined);
  if ('refusal' in given) return { status: 400, words: invalidWords(given.refusal) };
  if (!nonces.isOwn(given.nonce)) return { status: 403, words: OLD_FORM };
  const stranger = peopleIn(given).find((name) => !isName(name));
  if (stranger === undefined) return given;
  const refusal = { error: 'that is no name of a responder', expected: 'such as alice', given: shownValue(stranger) };
  return { status: 400, words: invalidWords(refusal) };
};

type RefusedByRule = Extract<Responded, { outcome: 'refused' }>;

const explain = (
  looking: Looking,
  incident: Incident,
  { refused, fields }: { readonly refused: RefusedByRule; readonly fields: FormFields },
): Promise<Response> => {
  const refusal = refusalOf(refused.rejection);
  const words = refusedWords(refusal);
  return refuse(looking, refused.incident ?? incident, { status: STATUS[refusal.kind], words, fields });
};

const absent = (folder: string, incidentId: string): Promise<Response> =>
  troubleReply(404, {
    folder,
    title: 'Nothing was recorded',
    words: [`There is no incident ${shownValue(incidentId)} in ${folder}.`],
  });

/** `POST /incidents/{id}`: carries out a form of its screen, once, and leads back to it. */
export const respondByForm = async (looking: Looking, incidentId: string, body: string): Promise<Response> => {
  const { incidents, folder, now } = looking.served;
  const incident = await incidents.head(incidentId);
  if (incident === undefined) return absent(folder, incidentId);
  const fields = formFields(body);
  const given = wanted(looking, fields);
  if ('words' in given) return refuse(looking, incident, { ...given, fields });
  const responded = await respond(pipelineOn(looking.served, peopleIn(given)), askedOf(given, incident));
  if (responded.outcome === 'refused') return explain(looking, incident, { refused: responded, fields });
  const { response, by } = given;
  const isAgain = responded.repeated;
  const did = outcomeQuery({ response, isAgain, isAfterwards: !isAgain && !isOpen(incident) }, now());
  return seeOtherAt(`/incidents/${incidentId}?${new URLSearchParams({ ...did, by }).toString()}`);
};
