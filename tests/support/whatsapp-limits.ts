/** What Meta's reference says that a message may hold; the fake Graph refuses by it, and properties are checked with it. */
type Fields = Record<string, unknown>;

/** Why Graph would not take a message; undefined where it would. */
export function violationOf(message: Fields): string | undefined {
  try {
    check(message['messaging_product'] === 'whatsapp', 'messaging_product');
    check(message['recipient_type'] === 'individual', 'recipient_type');
    const named = [message['to'], message['recipient']].filter((each) => each !== undefined);
    check(named.length === 1 && typeof named[0] === 'string' && named[0] !== '', 'one of to and recipient');
    switch (message['type']) {
      case 'text':
        checkText(fields(message['text'])['body'], 4_096, 'text.body');
        break;
      case 'location':
        checkLocation(fields(message['location']));
        break;
      case 'interactive':
        checkInteractive(fields(message['interactive']));
        break;
      case 'template':
        checkTemplate(fields(message['template']));
        break;
      default:
        check(false, 'type');
    }
    return undefined;
  } catch (error) {
    if (error instanceof Violation) return error.message;
    throw error;
  }
}

class Violation extends Error {}

function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Violation(what);
}

function fields(value: unknown): Fields {
  check(typeof value === 'object' && value !== null, 'an object');
  return value as Fields;
}

function checkText(text: unknown, max: number, what: string): asserts text is string {
  check(typeof text === 'string' && text.trim() !== '', `${what} is empty`);
  check(text.length <= max, `${what} is longer than ${max}`);
  check(text.isWellFormed(), `${what} is no Unicode`);
}

function checkLocation({ address, latitude, longitude, name }: Fields): void {
  for (const degrees of [latitude, longitude])
    check(typeof degrees === 'string' && /^-?\d{1,3}(\.\d+)?$/.test(degrees), 'a coordinate');
  checkText(name, 1_000, 'location.name');
  if (address !== undefined) checkText(address, 1_000, 'location.address');
}

/** What goes into the places of a template that Meta has approved. */
function checkTemplate(template: Fields): void {
  check(/^[a-z0-9_]{1,512}$/.test(String(template['name'])), 'template.name');
  check(/^[a-z]{2}(_[A-Z]{2})?$/.test(String(fields(template['language'])['code'])), 'template.language');
  for (const component of template['components'] as Fields[]) {
    const parameters = component['parameters'] as Fields[];
    check(parameters.length > 0, 'the parameters of a component');
    for (const parameter of parameters) {
      if (component['type'] === 'header') checkImage(parameter);
      else if (component['type'] === 'body') checkText(parameter['text'], 1_024, 'a parameter');
      else checkText(parameter['payload'], 256, 'the payload of a button');
    }
  }
}

function checkImage(image: Fields): void {
  check(image['type'] === 'image', 'the type of a header');
  checkText(fields(image['image'])['id'], 100, 'the id of a picture');
}

function checkInteractive(interactive: Fields): void {
  const { header } = interactive;
  if (header !== undefined) {
    check(interactive['type'] !== 'list', 'a list has a header of text only');
    checkImage(fields(header));
  }
  checkText(fields(interactive['body'])['text'], 1_024, 'interactive.body');
  if (interactive['footer'] !== undefined)
    checkText(fields(interactive['footer'])['text'], 60, 'interactive.footer');
  const action = fields(interactive['action']);
  switch (interactive['type']) {
    case 'button':
      checkButtons(action['buttons'] as Fields[]);
      break;
    case 'list':
      checkText(action['button'], 20, 'the button of a list');
      checkRows((action['sections'] as Fields[]).flatMap((section) => section['rows'] as Fields[]));
      break;
    case 'cta_url': {
      const { display_text: label, url } = fields(action['parameters']);
      checkText(label, 20, 'the label of a link');
      check(URL.canParse(String(url)), 'the address of a link');
      break;
    }
    case 'location_request_message':
      check(action['name'] === 'send_location', 'the name of the action');
      check(interactive['footer'] === undefined, 'no footer');
      break;
    default:
      check(false, 'interactive.type');
  }
}

function checkButtons(buttons: Fields[]): void {
  check(buttons.length >= 1 && buttons.length <= 3, '1 to 3 buttons');
  const replies = buttons.map(({ reply, type }) => {
    check(type === 'reply', 'the type of a button');
    return fields(reply);
  });
  checkChoices(replies, { id: 256, title: 20 });
}

function checkRows(rows: Fields[]): void {
  check(rows.length >= 1 && rows.length <= 10, '1 to 10 rows');
  checkChoices(rows, { id: 200, title: 24 });
  for (const { description } of rows)
    if (description !== undefined) checkText(description, 72, 'the description of a row');
}

function checkChoices(choices: Fields[], max: { id: number; title: number }): void {
  for (const { id, title } of choices) {
    checkText(id, max.id, 'an id');
    check(id.trim() === id, 'no spaces around an id');
    checkText(title, max.title, 'a title');
  }
  for (const field of ['id', 'title'] as const)
    check(new Set(choices.map((each) => each[field])).size === choices.length, `each ${field} once`);
}
