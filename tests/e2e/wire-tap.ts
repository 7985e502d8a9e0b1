import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** What AssumeRole answered. */
export interface SeenCredentials {
  readonly roleArn: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface WireTap {
  readonly url: string;
  /** All temporary credentials that went over the wire so far. */
  readonly credentials: readonly SeenCredentials[];
  close(): Promise<void>;
}

const addressSchema = z.object({ port: z.number() });

/** Stands between a client and a lake and hands everything on as it is: the only place where a run's sessions are seen. */
export async function tapWire(lakeUrl: string): Promise<WireTap> {
  const credentials: SeenCredentials[] = [];
  const server = createServer((incoming, outgoing) => handOn(lakeUrl, incoming, outgoing, credentials));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = addressSchema.parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    credentials,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function handOn(
  lakeUrl: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  credentials: SeenCredentials[],
): void {
  const { method, headers, url = '/' } = incoming;
  // The Host header stays as it was signed.
  const onward = request(new URL(url, lakeUrl), { method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => {
      const body = Buffer.concat(chunks);
      credentials.push(...credentialsIn(body.toString('utf8')));
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(body);
    });
  });
  onward.on('error', (error) => outgoing.destroy(error));
  incoming.pipe(onward);
}

function credentialsIn(text: string): SeenCredentials[] {
  if (!text.includes('<AssumeRoleResult>')) return [];
  const read = (name: string): string => {
    const value = new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1];
    if (value === undefined) throw new Error(`AssumeRole answered without ${name}`);
    return value;
  };
  return [{ roleArn: read('Arn'), secretAccessKey: read('SecretAccessKey'), sessionToken: read('SessionToken') }];
}
