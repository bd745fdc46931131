import { Controller } from '@nestjs/common';
import { Serves } from './http/route.js';
import { describeApi, openApiRoutes } from './openapi.js';

@Controller()
export class OpenApiController {
  @Serves(openApiRoutes.read)
  read() {
    return describeApi();
  }
}
