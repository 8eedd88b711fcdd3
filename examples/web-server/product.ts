/** A product as the shop shows it. */
export interface Product {
  readonly name: string;
  readonly cents: number;
  readonly related: readonly RelatedProduct[];
}

interface RelatedProduct {
  readonly id: number;
  readonly name: string;
  readonly tags: readonly string[];
}

const RELATED = 120;
const COLOURS = ['amber', 'blue', 'coral', 'dark', 'ebony', 'fawn', 'green'] as const;

const nameOf = (id: number): string => `${COLOURS[id % COLOURS.length] ?? ''} chair ${String(id)}`;

/** The catalogue's product `id`, with so many related ones: always the same one for the same id. */
export const productOf = (id: number, related = RELATED): Product => ({
  name: nameOf(id),
  cents: 1_000 + ((id * 7_919) % 90_000),
  related: Array.from({ length: related }, (_, index) => {
    const other = (id * 31 + index * 17) % 10_000;
    return { id: other, name: nameOf(other), tags: [`room-${String(other % 9)}`, `style-${String(other % 23)}`] };
  }),
});
