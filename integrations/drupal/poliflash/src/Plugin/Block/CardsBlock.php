<?php

declare(strict_types=1);

namespace Drupal\poliflash\Plugin\Block;

use Drupal\Core\Access\AccessResult;
use Drupal\Core\Block\BlockBase;
use Drupal\Core\Form\FormStateInterface;
use Drupal\Core\Language\LanguageInterface;
use Drupal\Core\Language\LanguageManagerInterface;
use Drupal\Core\Plugin\ContainerFactoryPluginInterface;
use Drupal\Core\Render\Markup;
use Drupal\Core\Session\AccountInterface;
use Drupal\poliflash\Copies;
use Drupal\poliflash\Wanted;
use Symfony\Component\DependencyInjection\ContainerInterface;

/**
 * The cards of a channel, in the language of the page.
 *
 * @Block(
 *   id = "poliflash_cards",
 *   admin_label = @Translation("Poliflash stories"),
 *   category = @Translation("Poliflash"),
 * )
 */
final class CardsBlock extends BlockBase implements ContainerFactoryPluginInterface {

  public function __construct(
    array $configuration,
    $plugin_id,
    $plugin_definition,
    private readonly Copies $copies,
    private readonly LanguageManagerInterface $languages,
    private readonly AccountInterface $reader,
  ) {
    parent::__construct($configuration, $plugin_id, $plugin_definition);
  }

  /**
   * {@inheritdoc}
   */
  public static function create(ContainerInterface $container, array $configuration, $plugin_id, $plugin_definition): self {
    return new self(
      $configuration,
      $plugin_id,
      $plugin_definition,
      $container->get('poliflash.copies'),
      $container->get('language_manager'),
      $container->get('current_user'),
    );
  }

  /**
   * {@inheritdoc}
   */
  public function defaultConfiguration(): array {
    return [
      'channel' => 'stories',
      'limit' => 6,
      'heading_level' => 3,
      'layout' => 'grid',
      'theme' => 'plain',
    ];
  }

  /**
   * {@inheritdoc}
   */
  public function blockForm($form, FormStateInterface $form_state): array {
    $form['channel'] = [
      '#type' => 'textfield',
      '#title' => $this->t('Channel'),
      '#description' => $this->t('For example stories, topics/energy or sources/ateneo-it; the page /use of the newsroom names them all'),
      '#pattern' => '[a-z0-9][a-z0-9_\-]*(/[a-z0-9][a-z0-9_\-]*)?',
      '#required' => TRUE,
      '#default_value' => $this->configuration['channel'],
    ];
    $form['limit'] = [
      '#type' => 'number',
      '#title' => $this->t('Number of stories'),
      '#min' => 1,
      '#max' => 12,
      '#required' => TRUE,
      '#default_value' => $this->configuration['limit'],
    ];
    $form['heading_level'] = [
      '#type' => 'select',
      '#title' => $this->t('Level of the headings'),
      '#options' => array_combine(range(2, 6), range(2, 6)),
      '#default_value' => $this->configuration['heading_level'],
    ];
    $form['layout'] = [
      '#type' => 'select',
      '#title' => $this->t('Layout'),
      '#options' => [
        'grid' => $this->t('Grid'),
        'list' => $this->t('List'),
        'featured' => $this->t('First story large'),
      ],
      '#default_value' => $this->configuration['layout'],
    ];
    $form['theme'] = [
      '#type' => 'select',
      '#title' => $this->t('Look'),
      '#options' => ['plain' => $this->t('Plain'), 'bootstrap-italia' => 'Bootstrap Italia'],
      '#default_value' => $this->configuration['theme'],
    ];
    return $form;
  }

  /**
   * {@inheritdoc}
   */
  public function blockSubmit($form, FormStateInterface $form_state): void {
    foreach (['channel', 'layout', 'theme'] as $name) {
      $this->configuration[$name] = (string) $form_state->getValue($name);
    }
    foreach (['limit', 'heading_level'] as $name) {
      $this->configuration[$name] = (int) $form_state->getValue($name);
    }
  }

  /**
   * {@inheritdoc}
   */
  public function build(): array {
    $spoken = $this->languages->getCurrentLanguage(LanguageInterface::TYPE_INTERFACE)->getId();
    $wanted = Wanted::from($this->configuration, $spoken);
    $copy = $this->copies->shown($wanted->key());
    $built = [
      '#cache' => [
        'contexts' => ['languages:' . LanguageInterface::TYPE_INTERFACE],
        'tags' => [Copies::tag($wanted->key()), 'config:poliflash.settings'],
      ],
      'notice' => $this->notice($copy),
    ];
    if ($copy['html'] === '') {
      // Another view may be asking for them at this moment.
      $built['#cache']['max-age'] = 60;
      return $built;
    }
    // Written anew by Cleaning when it was kept: nothing in it is the newsroom's own markup.
    $built['cards'] = ['#markup' => Markup::create($copy['html'])];
    if ($copy['data'] !== '') {
      $built['#attached']['html_head'][] = $this->head('script', ['type' => 'application/ld+json'], $copy['data']);
    }
    if (preg_match('#class="poliflash["\s]#', $copy['html'])) {
      $style = $this->copies->shown(Copies::STYLE)['html'];
      $built['#cache']['tags'][] = Copies::tag(Copies::STYLE);
      $built['#attached']['html_head'][] = $this->head('style', [], $style);
    }
    return $built;
  }

  /**
   * An element of the page's head, once for the same content.
   */
  private function head(string $tag, array $attributes, string $value): array {
    $element = ['#type' => 'html_tag', '#tag' => $tag, '#attributes' => $attributes, '#value' => Markup::create($value)];
    return [$element, "poliflash_$tag" . ($tag === 'style' ? '' : hash('crc32b', $value))];
  }

  /**
   * Tells those who can mend it why there are no cards, or old ones.
   */
  private function notice(array $copy): array {
    $access = AccessResult::allowedIfHasPermission($this->reader, 'administer poliflash');
    $why = $this->copies->site() === ''
      ? $this->t('Poliflash: enter the address of the newsroom under Configuration › Web services › Poliflash.')
      : $this->t('Poliflash: the newsroom does not answer (@why).', ['@why' => $copy['failure']]);
    $fine = $this->copies->site() !== '' && $copy['failure'] === '';
    return [
      '#access' => $access->andIf(AccessResult::allowedIf(!$fine)),
      '#type' => 'html_tag',
      '#tag' => 'p',
      '#attributes' => ['role' => 'note'],
      '#value' => $why,
    ];
  }

}
