<?php

declare(strict_types=1);

namespace Drupal\poliflash;

/**
 * What a block wants to show.
 */
final class Wanted {

  public const LAYOUTS = ['grid', 'list', 'featured'];
  public const THEMES = ['plain', 'bootstrap-italia'];
  public const CHANNEL = '#^[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)?$#';

  private function __construct(
    public readonly string $channel,
    public readonly string $lang,
    public readonly int $limit,
    public readonly int $level,
    public readonly string $layout,
    public readonly string $theme,
  ) {}

  /**
   * What a block's settings say, each within its bounds.
   *
   * A language that the newsroom does not speak gives English; a single source has none.
   */
  public static function from(array $settings, string $langcode): self {
    $channel = (string) ($settings['channel'] ?? '');
    $channel = preg_match(self::CHANNEL, $channel) ? $channel : 'stories';
    $alone = str_starts_with($channel, 'sources/');
    $layout = $settings['layout'] ?? '';
    $theme = $settings['theme'] ?? '';
    return new self(
      $channel,
      $alone ? '' : (str_starts_with($langcode, 'it') ? 'it' : 'en'),
      min(max((int) ($settings['limit'] ?? 6), 1), 12),
      min(max((int) ($settings['heading_level'] ?? 3), 2), 6),
      in_array($layout, self::LAYOUTS, TRUE) ? $layout : 'grid',
      in_array($theme, self::THEMES, TRUE) ? $theme : 'plain',
    );
  }

  /**
   * The same, from a key.
   */
  public static function named(string $key): self {
    [$channel, $lang, $limit, $level, $layout, $theme] = explode('.', $key);
    $settings = ['limit' => $limit, 'heading_level' => $level] + compact('channel', 'layout', 'theme');
    return self::from($settings, $lang);
  }

  /**
   * What the copy is kept under, and the end of its cache tag.
   */
  public function key(): string {
    return implode('.', get_object_vars($this));
  }

  /**
   * Where it may be had, the best first: made to measure under `serve`, else the published file.
   *
   * @return list<string>
   */
  public function addresses(string $site): array {
    $asked = array_filter([
      'channel' => $this->channel,
      'lang' => $this->lang,
      'limit' => $this->limit,
      'heading-level' => $this->level,
      'layout' => $this->layout,
      'theme' => $this->theme,
    ]);
    $suffix = $this->lang === '' ? '' : ".$this->lang";
    return array_values(array_unique([
      "$site/embed/v1/cards.html?" . http_build_query($asked, '', '&', PHP_QUERY_RFC3986),
      "$site/embed/v1/$this->channel$suffix.html",
      "$site/embed/v1/$this->channel.html",
    ]));
  }

}
