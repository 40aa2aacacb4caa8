<?php

declare(strict_types=1);

namespace Drupal\poliflash;

use Drupal\Component\Datetime\TimeInterface;
use Drupal\Core\Cache\CacheTagsInvalidatorInterface;
use Drupal\Core\Config\ConfigFactoryInterface;
use Drupal\Core\KeyValueStore\KeyValueFactoryInterface;
use Drupal\Core\Lock\LockBackendInterface;

/**
 * The last good copy of everything that blocks show.
 *
 * Kept in the key-value store, which no cache rebuild empties.
 */
final class Copies {

  public const STYLE = 'poliflash.css';
  private const EVERY = 240;
  private const FORGOTTEN = 30 * 86400;
  private const BUDGET = 20;

  public function __construct(
    private readonly Newsroom $newsroom,
    private readonly KeyValueFactoryInterface $store,
    private readonly LockBackendInterface $lock,
    private readonly CacheTagsInvalidatorInterface $tags,
    private readonly ConfigFactoryInterface $config,
    private readonly TimeInterface $time,
  ) {}

  /**
   * The cache tag of what is kept under a key.
   */
  public static function tag(string $key): string {
    return "poliflash:$key";
  }

  public function site(): string {
    return (string) $this->config->get('poliflash.settings')->get('site');
  }

  /**
   * The copy to show. One that was never asked for is asked for now, by one view of many.
   */
  public function shown(string $key): array {
    $copy = $this->kept($key);
    if ($copy['tried'] === 0) {
      $this->refresh($key);
      $copy = $this->kept($key);
    }
    $now = $this->time->getCurrentTime();
    if ($now - $copy['shown'] > 86400) {
      $this->store->get('poliflash')->set($key, ['shown' => $now] + $copy);
    }
    return $copy;
  }

  /**
   * Asks the newsroom for one thing, with the ETag of its copy, and keeps what is good.
   */
  public function refresh(string $key): void {
    $site = $this->site();
    if ($site === '' || !$this->lock->acquire(self::tag($key), 30.0)) {
      return;
    }
    $before = $this->kept($key);
    $after = $key === self::STYLE
      ? $this->newsroom->style($site, $before)
      : $this->newsroom->cards($site, Wanted::named($key), $before);
    $now = $this->time->getCurrentTime();
    $confirmed = $after['failure'] === '' ? $now : $before['confirmed'];
    $after = ['tried' => $now, 'confirmed' => $confirmed] + $after + $before;
    $this->store->get('poliflash')->set($key, $after);
    $this->lock->release(self::tag($key));
    $said = ['html' => 0, 'data' => 0, 'failure' => 0];
    if (array_intersect_key($before, $said) !== array_intersect_key($after, $said)) {
      $this->tags->invalidateTags([self::tag($key)]);
    }
  }

  /**
   * Refreshes what blocks have shown of late, the longest untried first, for 20 seconds.
   */
  public function refreshAll(): void {
    $begun = $this->time->getCurrentTime();
    $all = $this->store->get('poliflash')->getAll();
    uasort($all, fn(array $one, array $other): int => $one['tried'] <=> $other['tried']);
    foreach ($all as $key => $copy) {
      if ($begun - $copy['shown'] > self::FORGOTTEN && $key !== self::STYLE) {
        $this->store->get('poliflash')->delete($key);
      }
      elseif ($begun - $copy['tried'] >= self::EVERY && $this->time->getCurrentTime() - $begun < self::BUDGET) {
        $this->refresh($key);
      }
    }
  }

  /**
   * Asks for everything anew at the next view or cron run: the newsroom is another one.
   */
  public function moved(): void {
    foreach ($this->store->get('poliflash')->getAll() as $key => $copy) {
      $this->store->get('poliflash')->set($key, ['tried' => 0] + $copy);
      $this->tags->invalidateTags([self::tag($key)]);
    }
  }

  private function kept(string $key): array {
    $empty = Newsroom::NOTHING + ['tried' => 0, 'confirmed' => 0, 'shown' => 0];
    return $this->store->get('poliflash')->get($key, []) + $empty;
  }

}
