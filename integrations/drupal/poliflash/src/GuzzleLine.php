<?php

declare(strict_types=1);

namespace Drupal\poliflash;

use GuzzleHttp\ClientInterface;
use GuzzleHttp\Exception\GuzzleException;

/**
 * Drupal's own HTTP client.
 */
final class GuzzleLine implements Line {

  public function __construct(private readonly ClientInterface $client) {}

  /**
   * {@inheritdoc}
   */
  public function ask(string $address, array $headers, int $seconds, int $largest): array {
    try {
      $answer = $this->client->request('GET', $address, [
        'headers' => $headers,
        'allow_redirects' => FALSE,
        'http_errors' => FALSE,
        'connect_timeout' => $seconds,
        'timeout' => $seconds,
        'read_timeout' => $seconds,
        'stream' => TRUE,
      ]);
      $body = '';
      while (strlen($body) <= $largest && !$answer->getBody()->eof()) {
        $body .= $answer->getBody()->read($largest + 1 - strlen($body));
      }
    }
    catch (GuzzleException $error) {
      throw new \RuntimeException($error->getMessage(), 0, $error);
    }
    $told = array_map(fn(array $values): string => implode(', ', $values), $answer->getHeaders());
    return [
      'status' => $answer->getStatusCode(),
      'headers' => array_change_key_case($told),
      'body' => $body,
    ];
  }

}
