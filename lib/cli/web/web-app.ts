import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { shownValue } from '../../core/safe-text.ts';
import { errorText } from '../../ports/telemetry.ts';
import { refusalScreen, unavailableScreen } from '../../screens/plain-screens.ts';
import { FORM_RULE, formFields } from '../../screens/read-form.ts';
import { troubleScreen } from '../../screens/web/trouble-screen.ts';
import { webFrame } from '../../screens/web/web-site.ts';
import { ownNonces } from './nonces.ts';
import { strangerIn } from './own-requests.ts';
import { troubleReply, webReply } from './replies.ts';
import { respondByForm } from './respond-by-form.ts';
import type { ServedFolder } from './served-folder.ts';
import { showIncidentAt, showPostmortemAt } from './show-incident.ts';
import { showList } from './show-list.ts';
import { showReport } from './show-report.ts';

const INCIDENT = '/incidents/:id{[0-9A-Za-z]{1,26}}';

/** What is served, at which port, and who is told of failures. */
export interface Serving {
  readonly served: ServedFolder;
  readonly port: number;
  readonly report: (line: string) => void;
}

/** Says nothing of what there is here. */
const toStranger = (port: number): Promise<Response> =>
  webReply(
    421,
    troubleScreen({
      title: 'Not here',
      words: [`This server answers to http://127.0.0.1:${String(port)}/ alone, on its own machine.`],
      frame: undefined,
    }),
  );

const fromElsewhere = ({ folder }: ServedFolder): Promise<Response> =>
  troubleReply(403, {
    folder,
    title: 'Nothing was recorded',
    words: [
      'The form came from somewhere else than a screen of this server. Open the incident here, and use its buttons.',
    ],
  });

const wrongBody = ({ folder }: ServedFolder, status: 413 | 415, given: string): Promise<Response> => {
  const expected = status === 413 ? `at most ${String(FORM_RULE.bytes)} bytes` : FORM_RULE.contentType;
  const error = status === 413 ? 'the body is too large' : 'unsupported content type';
  return webReply(status, refusalScreen({ error, expected, given }, webFrame(folder, undefined)));
};

const failed = ({ served: { folder }, report }: Serving, error: Error, body: string | undefined): Promise<Response> => {
  report(errorText(error));
  if (body !== undefined) return webReply(503, unavailableScreen(formFields(body), webFrame(folder, undefined)));
  const words = [error.name === 'FolderError' ? error.message : `This should not have happened: ${error.message}.`];
  return troubleReply(500, { folder, title: 'That cannot be shown now', words });
};

/** What answers, by address; each handler has its own file. */
export const webApp = (serving: Serving): Pick<Hono, 'fetch'> => {
  const { served, port } = serving;
  const looking = { served, nonces: ownNonces() };
  const app = new Hono();
  const queryOf = (url: string): URLSearchParams => new URL(url).searchParams;
  app.use(async (context, next) => {
    const stranger = strangerIn(context.req.raw, port);
    if (stranger === 'host') return toStranger(port);
    if (stranger === 'origin') return fromElsewhere(served);
    return next();
  });
  app.use(bodyLimit({ maxSize: FORM_RULE.bytes, onError: () => wrongBody(served, 413, 'more') }));
  app.get('/', ({ req }) => showList(served, queryOf(req.url)));
  app.get('/report', ({ req }) => showReport(served, queryOf(req.url)));
  app.get(INCIDENT, ({ req }) => showIncidentAt(looking, req.param('id'), queryOf(req.url)));
  app.get(`${INCIDENT}/postmortem`, ({ req }) => showPostmortemAt(served, req.param('id')));
  app.post(INCIDENT, async ({ req }) => {
    const type = req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (type !== FORM_RULE.contentType) return wrongBody(served, 415, 'another one');
    return respondByForm(looking, req.param('id'), await req.text());
  });
  app.notFound(({ req }) =>
    troubleReply(404, {
      folder: served.folder,
      title: 'There is nothing at this address',
      words: [`${shownValue(req.path)} leads nowhere.`],
    }),
  );
  app.onError(async (error, { req }) => failed(serving, error, req.method === 'POST' ? await req.text() : undefined));
  return app;
};
