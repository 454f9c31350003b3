import { describe, expect, it } from '@jest/globals';
import { readTypings } from '../../tooling/terraform/read-typings.ts';

/** In the shape of a prebuilt CDKTF provider’s index.d.ts, which is under MPL-2.0 and so not copied. */
const TYPINGS = `
export interface ThingConfig extends cdktf.TerraformMetaArguments {
    /**
    * Docs at Terraform Registry: {@link https://x/thing#max_age_1 Thing#max_age_1}
    */
    readonly maxAge1?: number;
    /**
    * Docs at Terraform Registry: {@link https://x/thing#id Thing#id}
    *
    * Please be aware that the id field is automatically added to all resources
    */
    readonly id?: string;
    /**
    * Docs at Terraform Registry: {@link https://x/thing#labels Thing#labels}
    */
    readonly labels: {
        [key: string]: string;
    };
    /**
    * rule block
    *
    * Docs at Terraform Registry: {@link https://x/thing#rule Thing#rule}
    */
    readonly rule: ThingRule[] | cdktf.IResolvable;
    /**
    * config block
    *
    * Docs at Terraform Registry: {@link https://x/thing#config Thing#config}
    */
    readonly config?: ThingOwnConfig;
}
export interface ThingRule {
    /**
    * Docs at Terraform Registry: {@link https://x/thing#enabled Thing#enabled}
    */
    readonly enabled?: boolean | cdktf.IResolvable;
    /**
    * Docs at Terraform Registry: {@link https://x/thing#names Thing#names}
    */
    readonly names: string[];
}
export interface ThingOwnConfig {
    /**
    * Docs at Terraform Registry: {@link https://x/thing#id Thing#id}
    *
    * Please be aware that the id field is automatically added to all resources
    */
    readonly id?: string;
}
export declare class ThingOwnConfigOutputReference extends cdktf.ComplexObject {
    get internalValue(): ThingOwnConfig | undefined;
    get id(): string;
    get idInput(): string | undefined;
    get lastSeen(): string;
}
export declare class Thing extends cdktf.TerraformResource {
    get id(): string;
    get idInput(): string | undefined;
    get maxAge1(): number;
    get selfLink(): string;
    get effectiveLabels(): cdktf.StringMap;
}
`;

describe('facts from the typings of a CDKTF provider', () => {
  it('have Terraform’s names and types, what is required, and the nested blocks', () => {
    expect(readTypings(TYPINGS)).toEqual({
      required: { labels: 'map(string)' },
      optional: { max_age_1: 'number' },
      computed: { id: 'string', self_link: 'string', effective_labels: 'map(string)' },
      blocks: {
        rule: { min: 1, required: { names: 'list(string)' }, optional: { enabled: 'bool' } },
        config: { max: 1, optional: { id: 'string' }, computed: { last_seen: 'string' } },
      },
    });
  });

  it('are refused where there is no resource', () => {
    expect(() => readTypings('export interface X {\n}')).toThrow('No class of a resource, data source or provider');
  });
});
