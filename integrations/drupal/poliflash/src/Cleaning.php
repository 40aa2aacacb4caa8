<?php

declare(strict_types=1);

namespace Drupal\poliflash;

/**
 * What of an answer may be shown.
 *
 * Drupal's own filter reads every attribute with a colon as an address and so cuts the `sizes` of
 * pictures. Here the fragment is taken apart and written anew: elements, attributes and addresses
 * that are on the list, all of it escaped, every element closed.
 */
final class Cleaning {

  private const EVERY = ['class', 'lang'];
  private const ELEMENTS = [
    'section' => ['aria-label', 'aria-labelledby'],
    'ul' => ['aria-label'],
    'li' => [],
    'article' => ['data-section'],
    'h2' => [], 'h3' => [], 'h4' => [], 'h5' => [], 'h6' => [],
    'a' => ['href', 'rel', 'hreflang'],
    'div' => [],
    'picture' => [],
    'source' => ['type', 'srcset', 'sizes', 'media'],
    'img' => ['src', 'srcset', 'sizes', 'alt', 'width', 'height', 'loading', 'decoding', 'referrerpolicy'],
    'figure' => [], 'figcaption' => [],
    'p' => [], 'span' => [], 'strong' => [], 'em' => [], 'br' => [],
    'time' => ['datetime'],
    'footer' => [], 'address' => [],
  ];
  private const EMPTY = ['source', 'img', 'br'];
  private const ADDRESSES = ['href', 'src', 'srcset'];
  private const TAG = '#<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*/?>#';

  /**
   * The fragment with nothing but what is on the list; empty where it is a whole page.
   */
  public static function html(string $html): string {
    if (preg_match('#<(!doctype|html|head|body|frameset)\b#i', $html) || !preg_match('##u', $html)) {
      return '';
    }
    $html = preg_replace('#<(script|style)\b.*?</\1\s*>|<!--.*?-->#is', '', $html) ?? '';
    $pieces = preg_split(self::TAG, $html, -1, PREG_SPLIT_DELIM_CAPTURE) ?: [];
    $written = '';
    $open = [];
    foreach (array_chunk($pieces, 4) as $piece) {
      $written .= self::escaped($piece[0]);
      if (count($piece) === 4 && isset(self::ELEMENTS[$piece[2]])) {
        $written .= $piece[1] === '' ? self::opened($piece[2], $piece[3], $open) : self::closed($piece[2], $open);
      }
    }
    foreach (array_reverse($open) as $name) {
      $written .= "</$name>";
    }
    return trim($written);
  }

  private static function escaped(string $text): string {
    return htmlspecialchars(html_entity_decode($text, ENT_QUOTES | ENT_HTML5), ENT_QUOTES | ENT_HTML5);
  }

  private static function opened(string $name, string $given, array &$open): string {
    $written = "<$name";
    preg_match_all('#([a-z-]+)="([^"<>]*)"#', $given, $attributes, PREG_SET_ORDER);
    foreach ($attributes as [, $attribute, $value]) {
      $known = in_array($attribute, [...self::EVERY, ...self::ELEMENTS[$name]], TRUE);
      if ($known && (!in_array($attribute, self::ADDRESSES, TRUE) || self::leadsOut($value))) {
        $written .= " $attribute=\"" . self::escaped($value) . '"';
      }
    }
    if (!in_array($name, self::EMPTY, TRUE)) {
      $open[] = $name;
    }
    return "$written>";
  }

  private static function closed(string $name, array &$open): string {
    $written = '';
    if (in_array($name, $open, TRUE)) {
      do {
        $last = array_pop($open);
        $written .= "</$last>";
      } while ($last !== $name);
    }
    return $written;
  }

  /**
   * Whether each address of a value is one of http(s).
   */
  private static function leadsOut(string $value): bool {
    $value = html_entity_decode($value, ENT_QUOTES | ENT_HTML5);
    foreach (preg_split('#,\s+#', trim($value)) as $address) {
      if (!preg_match('#^https?://[^\s\\\\]+(\s+[0-9.]+[wx])?$#i', $address)) {
        return FALSE;
      }
    }
    return TRUE;
  }

  /**
   * The list for search engines: read as JSON and written anew, or left out.
   */
  public static function data(string $html, int $limit): string {
    $script = '#<script type="application/ld\+json">(.*?)</script>#is';
    $data = preg_match($script, $html, $found) ? json_decode($found[1], TRUE, 16) : NULL;
    if (!is_array($data) || ($data['@type'] ?? '') !== 'ItemList' || !is_array($data['itemListElement'] ?? NULL)) {
      return '';
    }
    $data['itemListElement'] = array_slice($data['itemListElement'], 0, $limit);
    $data['numberOfItems'] = count($data['itemListElement']);
    return (string) json_encode($data, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
  }

  /**
   * A stylesheet that ends in itself and has a browser ask nobody for anything; else empty.
   */
  public static function css(string $css): string {
    return preg_match('#<|@import|url\s*\(|image-set|\\\\#i', $css) ? '' : trim($css);
  }

  /**
   * A published file made to measure: it has six cards as a grid, with headings of level 3.
   */
  public static function fitted(string $html, Wanted $wanted): string {
    $list = ['grid' => 'grid', 'list' => 'list-layout', 'featured' => 'featured'][$wanted->layout];
    $html = str_replace('poliflash-list poliflash-grid', "poliflash-list poliflash-$list", $html);
    $html = preg_replace('#<(/?)h3\b#', "<\${1}h$wanted->level", $html) ?? '';
    $seen = 0;
    $fits = function (array $item) use (&$seen, $wanted): string {
      $seen++;
      return $seen <= $wanted->limit ? $item[0] : '';
    };
    return preg_replace_callback('#<li class="poliflash-item.*?</li>\s*#s', $fits, $html) ?? '';
  }

}
