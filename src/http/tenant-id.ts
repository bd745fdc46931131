import { BadRequestException, Injectable, NotFoundException, Param, type PipeTransform } from '@nestjs/common';
import { Tenancy } from '../database/tenancy.js';
import { slug } from './route.js';

/** From the tenant's name in the path to its id. */
@Injectable()
export class TenantOfPath implements PipeTransform<string, Promise<string>> {
  constructor(private readonly tenancy: Tenancy) {}

  async transform(given: string): Promise<string> {
    const named = slug.safeParse(given);
    if (!named.success) throw new BadRequestException('a tenant is named by lower-case letters, digits and dashes');
    const found = await this.tenancy.tenantNamed(named.data);
    if (found === undefined) throw new NotFoundException(`there is no tenant ${named.data}`);
    return found;
  }
}

export const TenantId = (): ParameterDecorator => Param('tenant', TenantOfPath);
