/**
 * What Slack accepts of Block Kit, as its documentation says: a violation in words, or nothing.
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
export function violation(blocks: unknown, where: 'message' | 'view'): string | undefined {
  if (!Array.isArray(blocks) || blocks.length === 0) return 'no blocks';
  if (blocks.length > (where === 'message' ? 50 : 100)) return 'too many blocks';
  const ids = blocks.map((block: Block) => block.block_id).filter((id) => id !== undefined);
  if (new Set(ids).size !== ids.length || ids.some((id) => id.length > 255)) return 'block_id';
  for (const block of blocks as Block[]) {
    const found = blockViolation(block);
    if (found) return `${block.type}: ${found}`;
  }
  return undefined;
}

interface Text {
  type?: string;
  text?: string;
}
interface Element {
  type: string;
  action_id?: string;
  text?: Text;
  value?: string;
  url?: string;
  options?: { text: Text; value: string }[];
  positive_button?: { text: Text; value: string };
  negative_button?: { text: Text; value: string };
  elements?: Element[];
}
interface Block {
  type: string;
  block_id?: string;
  text?: Text;
  image_url?: string;
  alt_text?: string;
  label?: Text;
  element?: Element;
  elements?: Element[];
}

function blockViolation(block: Block): string | undefined {
  switch (block.type) {
    case 'divider':
      return undefined;
    case 'image':
      return URL.canParse(block.image_url ?? '') && (block.alt_text ?? '').length <= 2_000
        ? undefined
        : 'image';
    case 'header':
      return isText(block.text, 150) ? undefined : 'text';
    case 'section':
      return isText(block.text, 3_000) ? undefined : 'text';
    case 'rich_text':
      return richTextViolation(block.elements ?? []);
    case 'actions':
      return elementsViolation(block.elements, 25);
    case 'context_actions':
      return elementsViolation(block.elements, 5);
    case 'input':
      if (!isText(block.label, 2_000)) return 'label';
      return elementsViolation(block.element && [block.element], 1);
    default:
      return 'unknown type';
  }
}

function richTextViolation(elements: Element[]): string | undefined {
  if (elements.length === 0) return 'empty';
  for (const element of elements) {
    const isLeaf = element.type === 'text' || element.type === 'link';
    if (isLeaf && typeof element.text !== 'string') return 'leaf';
    if (element.type === 'link' && !URL.canParse(element.url ?? '')) return 'link';
    const inner = isLeaf ? undefined : richTextViolation(element.elements ?? []);
    if (inner) return inner;
  }
  return undefined;
}

function elementsViolation(elements: Element[] | undefined, max: number): string | undefined {
  if (!elements || elements.length === 0 || elements.length > max) return 'number of elements';
  const ids = elements.map((element) => element.action_id);
  if (new Set(ids).size !== ids.length || ids.some((id) => (id ?? '').length > 255)) return 'action_id';
  for (const element of elements) {
    switch (element.type) {
      case 'button':
        if (!isText(element.text, 75)) return 'button text';
        if ((element.value ?? '').length > 2_000 || (element.url ?? '').length > 3_000) return 'button value';
        break;
      case 'feedback_buttons':
        for (const button of [element.positive_button, element.negative_button]) {
          if (!isText(button?.text, 75) || !button?.value || button.value.length > 2_000) return 'feedback';
        }
        break;
      case 'radio_buttons':
        if (!element.options || element.options.length > 10) return 'options';
        if (element.options.some(({ text, value }) => !isText(text, 75) || value.length > 150))
          return 'option';
        break;
      case 'plain_text_input':
        break;
      default:
        return `element ${element.type}`;
    }
  }
  return undefined;
}

function isText(text: Text | undefined, max: number): boolean {
  const length = text?.text?.length ?? 0;
  return (text?.type === 'plain_text' || text?.type === 'mrkdwn') && length >= 1 && length <= max;
}
