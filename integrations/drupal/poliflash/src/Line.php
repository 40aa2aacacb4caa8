<?php

declare(strict_types=1);

namespace Drupal\poliflash;

/**
 * One way to ask for an address.
 */
interface Line {

  /**
   * One GET request that follows no redirect.
   *
   * @return array{status: int, headers: array<string, string>, body: string}
   *   Header names in lower case; at most one byte more than $largest.
   *
   * @throws \RuntimeException
   *   Where there was no answer within $seconds.
   */
  public function ask(string $address, array $headers, int $seconds, int $largest): array;

}
