<?php

declare(strict_types=1);

namespace Drupal\poliflash;

/**
 * The newsroom, asked one thing at a time. Knows nothing of Drupal.
 */
final class Newsroom {

  public const LARGEST = 262144;
  public const SECONDS = 3;
  public const NOTHING = ['html' => '', 'data' => '', 'etag' => '', 'address' => '', 'failure' => ''];

  public function __construct(private readonly Line $line) {}

  /**
   * The copy as it is after the newsroom was asked; a failure leaves the cards as they were.
   *
   * @param array{html: string, data: string, etag: string, address: string, failure: string} $copy
   *   What is kept.
   *
   * @return array{html: string, data: string, etag: string, address: string, failure: string}
   *   What is to be kept; `failure` is empty or says what was wrong.
   */
  public function cards(string $site, Wanted $wanted, array $copy): array {
    $addresses = $wanted->addresses($site);
    $known = str_starts_with($copy['address'], "$site/embed/");
    if ($known) {
      $addresses = array_values(array_unique([$copy['address'], ...$addresses]));
    }
    $late = microtime(TRUE) + self::SECONDS;
    do {
      $answer = $this->asked($site, array_shift($addresses), 'text/html', $copy);
    } while ($answer['status'] === 404 && $addresses && microtime(TRUE) < $late);
    // A channel that ended answers 410. Cards of a newsroom that is no longer shown go, too.
    $nowhere = $answer['status'] === 404 && !$addresses;
    if ($answer['status'] === 410 || ($nowhere && !$known)) {
      return ['failure' => $answer['failure']] + self::NOTHING;
    }
    if ($answer['body'] === '') {
      return ['failure' => $answer['failure']] + $copy;
    }
    $file = !str_contains($answer['address'], '?');
    $html = Cleaning::html($answer['body']);
    if ($html === '') {
      return ['failure' => 'it sent something that is no fragment'] + $copy;
    }
    return [
      'html' => $file ? Cleaning::fitted($html, $wanted) : $html,
      'data' => Cleaning::data($answer['body'], $file ? $wanted->limit : 12),
      'etag' => $answer['etag'],
      'address' => $answer['address'],
      'failure' => '',
    ];
  }

  /**
   * The same for the newsroom's stylesheet, under `html`.
   */
  public function style(string $site, array $copy): array {
    $answer = $this->asked($site, "$site/embed/v1/poliflash.css", 'text/css', $copy);
    if ($answer['body'] === '') {
      return ['failure' => $answer['failure']] + $copy;
    }
    $css = Cleaning::css($answer['body']);
    if ($css === '') {
      return ['failure' => 'its stylesheet would load something else'] + $copy;
    }
    return ['html' => $css, 'etag' => $answer['etag'], 'address' => $answer['address']] + self::NOTHING;
  }

  /**
   * An answer; another spelling of the address within the newsroom is followed once.
   */
  private function asked(string $site, string $address, string $type, array $copy): array {
    $answer = $this->fetched($address, $type, $copy);
    $there = $answer['elsewhere'];
    if (str_starts_with($there, '/') && preg_match('#^https?://[^/]+#', $site, $origin)) {
      $there = $origin[0] . $there;
    }
    return str_starts_with($there, "$site/embed/") ? $this->fetched($there, $type, $copy) : $answer;
  }

  private function fetched(string $address, string $type, array $copy): array {
    $headers = ['Accept' => $type, 'Accept-Encoding' => 'identity', 'User-Agent' => 'Poliflash-Drupal/1.0.0'];
    if ($copy['address'] === $address && $copy['html'] !== '' && $copy['etag'] !== '') {
      $headers['If-None-Match'] = $copy['etag'];
    }
    $told = ['status' => 0, 'body' => '', 'etag' => '', 'address' => $address, 'elsewhere' => '', 'failure' => ''];
    try {
      $answer = $this->line->ask($address, $headers, self::SECONDS, self::LARGEST);
    }
    catch (\RuntimeException $error) {
      return ['failure' => $error->getMessage()] + $told;
    }
    return self::judged($answer, $type) + $told;
  }

  private static function judged(array $answer, string $type): array {
    $status = $answer['status'];
    $told = strtolower($answer['headers']['content-type'] ?? '');
    return match (TRUE) {
      $status === 304 => ['status' => 304],
      $status >= 300 && $status < 400 => [
        'status' => $status,
        'elsewhere' => $answer['headers']['location'] ?? '',
        'failure' => "it leads elsewhere ($status)",
      ],
      $status !== 200 => ['status' => $status, 'failure' => "it answered $status"],
      !str_starts_with($told, $type) => ['status' => 200, 'failure' => "it sent $told instead of $type"],
      strlen($answer['body']) > self::LARGEST => ['status' => 200, 'failure' => 'it sent more than 256 KB'],
      $answer['body'] === '' => ['status' => 200, 'failure' => 'it sent nothing'],
      default => ['status' => 200, 'body' => $answer['body'], 'etag' => $answer['headers']['etag'] ?? ''],
    };
  }

}
