<?php

declare(strict_types=1);

namespace Drupal\poliflash\Form;

use Drupal\Component\Utility\UrlHelper;
use Drupal\Core\Form\ConfigFormBase;
use Drupal\Core\Form\FormStateInterface;
use Drupal\poliflash\Copies;
use Symfony\Component\DependencyInjection\ContainerInterface;

/**
 * The address of the newsroom, and whether it answers.
 */
final class SettingsForm extends ConfigFormBase {

  private Copies $copies;

  /**
   * {@inheritdoc}
   */
  public static function create(ContainerInterface $container): static {
    $form = parent::create($container);
    $form->copies = $container->get('poliflash.copies');
    return $form;
  }

  /**
   * {@inheritdoc}
   */
  public function getFormId(): string {
    return 'poliflash_settings';
  }

  /**
   * {@inheritdoc}
   */
  protected function getEditableConfigNames(): array {
    return ['poliflash.settings'];
  }

  /**
   * {@inheritdoc}
   */
  public function buildForm(array $form, FormStateInterface $form_state): array {
    $form['site'] = [
      '#type' => 'url',
      '#title' => $this->t('Address of the newsroom'),
      '#description' => $this->t('The site that publishes the stories, such as https://stories.example.org'),
      '#default_value' => $this->copies->site(),
    ];
    return parent::buildForm($form, $form_state);
  }

  /**
   * {@inheritdoc}
   */
  public function validateForm(array &$form, FormStateInterface $form_state): void {
    $typed = trim((string) $form_state->getValue('site'));
    // A page of it may have been pasted.
    $site = rtrim(preg_replace('#/(use|embed|feeds)([/.?\#].*)?$#', '', $typed), '/');
    $parts = parse_url($site) ?: [];
    $more = array_intersect_key($parts, array_flip(['user', 'pass', 'query', 'fragment']));
    $web = in_array($parts['scheme'] ?? '', ['http', 'https'], TRUE) && UrlHelper::isValid($site, TRUE);
    if ($site !== '' && (!$web || $more)) {
      $form_state->setErrorByName('site', $this->t('This is not the address of a site.'));
    }
    $form_state->setValue('site', $site);
    parent::validateForm($form, $form_state);
  }

  /**
   * {@inheritdoc}
   */
  public function submitForm(array &$form, FormStateInterface $form_state): void {
    $this->config('poliflash.settings')->set('site', $form_state->getValue('site'))->save();
    $this->copies->moved();
    parent::submitForm($form, $form_state);
    $failure = $this->copies->shown(Copies::STYLE)['failure'];
    if ($form_state->getValue('site') !== '') {
      $failure === ''
        ? $this->messenger()->addStatus($this->t('The newsroom answers.'))
        : $this->messenger()->addWarning($this->t('The newsroom does not answer: @why', ['@why' => $failure]));
    }
  }

}
